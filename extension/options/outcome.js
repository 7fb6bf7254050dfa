// What came of an action, in words.
import { byId, fill, h } from "../shared/dom.js";
import { api, t } from "../shared/browser.js";

/**
 * @param {string} kind
 * @param {(string | Node)[]} parts the first one stands out
 */
function show(kind, [first, ...rest]) {
  fill(byId("result"), h("div", { class: `outcome ${kind}` }, h("strong", {}, first), rest.map((part) => h("p", {}, part))));
}

/** @param {...(string | Node)} parts */
export const good = (...parts) => show("good", parts);

/** @param {...(string | Node)} parts */
export const plain = (...parts) => show("", parts);

/** @param {OsteotomeFault} fault */
export function bad({ code, detail }) {
  const help = api.i18n.getMessage(`help_${code}`);
  show("bad", [t(`fault_${code}`, detail ?? ""), ...(help ? [help] : [])]);
}
