"""The project's scoring rules written down a second time, over plain rows, to check `nlp.samples.scoring`."""

from typing import Any

CUTS = {"femoral_osteotomy", "neck_osteotomy", "trochanter_osteotomy", "shaft_or_distal_femoral_osteotomy"}


def places(text: str, quote: str) -> list[tuple[int, int]]:
    return [(at, at + len(quote)) for at in range(len(text)) if text.startswith(quote, at)]


def hits(text: str, mention: dict[str, Any], answer: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for concept in answer["concepts"]:
        same = mention["concept"] == concept["concept"] or {mention["concept"], concept["concept"]} <= CUTS
        near = any(concept["start"] < e and s < concept["end"] for s, e in places(text, mention["quote"]))
        found += [concept] if same and near else []
    return found


def share(values: list[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def figures(rows: list[dict[str, Any]], answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The figures of gold ``rows`` by the published definitions."""
    shares: dict[str, list[bool]] = {
        name: [] for name in ("decision", "codes", "side", "level", "evidence", "found", "status")
    }
    count = {"notes": len(rows), "unanswered": 0, "bad_offsets": 0, "hard_errors": 0, "soft_errors": 0}
    for row in rows:
        gold, text, answer = row["gold"], row["text"], answers.get(row["id"])
        if answer is None:
            count["unanswered"] += 1
            shares["decision"].append(False)
            shares["codes"].append(False)
            continue
        count["bad_offsets"] += sum(text[c["start"] : c["end"]] != c["text"] for c in answer["concepts"])
        item = next((s for s in answer["suggestions"] if s["code"] == "27165"), None)
        got = item["decision"] if item else "no"
        accepted = [gold["d27165"], *gold.get("accept", [])]
        shares["decision"].append(got in accepted)
        if got not in accepted:
            count["hard_errors" if sorted([got, gold["d27165"]]) == ["no", "suggest"] else "soft_errors"] += 1
        free = (
            gold["review_codes"] + gold.get("accept_codes", []) + ([] if "suggest" in accepted else ["27165"])
        )
        predicted = {s["code"] for s in answer["suggestions"] if s["decision"] == "suggest"}
        shares["codes"].append(predicted.difference(free) == set(gold["codes"]).difference(free))
        if item and gold["d27165"] != "no":
            for slot in ("side", "level"):
                shares[slot].append(item[slot] in [gold[slot], *gold.get(f"accept_{slot}", [])])
        if gold["d27165"] == "suggest":
            chosen = [c for c in answer["concepts"] if item and c["id"] in item["evidence"]]
            spans = [place for mention in gold["mentions"] for place in places(text, mention["quote"])]
            shares["evidence"].append(any(c["start"] < e and s < c["end"] for c in chosen for s, e in spans))
        for mention in gold["mentions"]:
            found = hits(text, mention, answer)
            shares["found"].append(bool(found))
            shares["status"].append(mention["status"] in [c["status"] for c in found])
    return count | {name: share(values) for name, values in shares.items()}
