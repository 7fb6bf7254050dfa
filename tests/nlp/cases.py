"""One invented report for each row of the precedence table, and what has to be proposed."""

from tests.nlp.notes import CUT, JOINT, PELVIC_CUT, PLATE, osteotomy, report

LOW_CUT = "The distal femur was divided with a saw."
SHORT = "Two cm of femur was removed to shorten it."
CASES: dict[str, tuple[str, set[str]]] = {
    "proximal": (osteotomy(), {"27165 suggest"}),
    "level_missing": (report("The femur was divided with a saw.", PLATE), {"27165 review", "27450 review"}),
    "title_only": (
        report("The hip was examined.", title="Left varus derotation osteotomy"),
        {"27165 review"},
    ),
    "distal_fixed": (
        report(LOW_CUT, PLATE, title="Left distal femoral osteotomy"),
        {"27450 suggest"},
    ),
    "distal_not_fixed": (
        report(LOW_CUT, "A cast was applied.", title="Left distal femoral osteotomy"),
        {"27448 suggest"},
    ),
    "neck": (
        report("The femoral neck was osteotomised with a saw.", title="Left femoral neck osteotomy"),
        {"27161 suggest"},
    ),
    "trochanter": (
        report(
            "The greater trochanter was osteotomised, moved distally and fixed.",
            title="Left greater trochanter transfer",
        ),
        {"27140 suggest"},
    ),
    "pelvis": (report(PELVIC_CUT, title="Left Salter osteotomy"), {"27146 suggest"}),
    "pelvis_both_sides": (
        report(
            "A Salter osteotomy was done on the left.",
            "A Salter osteotomy was done on the right.",
            title="Bilateral Salter osteotomies",
        ),
        {"27158 suggest"},
    ),
    "pelvis_reduction": (
        report(PELVIC_CUT, JOINT, title="Left Salter osteotomy and open reduction"),
        {"27147 suggest"},
    ),
    "pelvis_femur": (osteotomy(PELVIC_CUT), {"27151 suggest"}),
    "pelvis_femur_reduction": (osteotomy(PELVIC_CUT, JOINT), {"27156 suggest"}),
    "pelvis_femur_title": (
        report(PELVIC_CUT, title="Left Salter and femoral osteotomy"),
        {"27146 suggest", "27151 review", "27165 review"},
    ),
    "pao": (report("The ilium and pubis were cut.", title="Left periacetabular osteotomy"), set()),
    "pao_femur": (
        report(
            "The ilium and pubis were cut.",
            CUT,
            PLATE,
            title="Left periacetabular osteotomy and femoral osteotomy",
        ),
        {"27151 review", "27165 review"},
    ),
    "reduction": (report(JOINT, title="Left open reduction of the hip"), {"27258 suggest"}),
    "reduction_femur": (
        report(JOINT, CUT, PLATE, title="Left open reduction and varus derotation osteotomy"),
        {"27258 suggest", "27165 suggest"},
    ),
    "reduction_shortening": (
        report(JOINT, CUT, SHORT, PLATE, title="Left open reduction and femoral shortening osteotomy"),
        {"27259 suggest"},
    ),
    "length_shortening": (
        report(CUT, SHORT, PLATE, title="Left femoral shortening", diagnosis="Leg length discrepancy"),
        {"27465 suggest"},
    ),
    "lengthening": (
        report(CUT, "Distraction to start on day 7.", title="Left femoral lengthening"),
        {"27466 suggest"},
    ),
    "rodding": (
        report(
            "The femoral shaft was cut at three places with a saw.",
            "A rod was inserted.",
            title="Left Sofield osteotomies",
            diagnosis="Osteogenesis imperfecta",
        ),
        {"27454 suggest"},
    ),
    "scfe": (
        osteotomy(diagnosis="Slipped capital femoral epiphysis"),
        {"27181 suggest", "27165 review"},
    ),
    "scfe_neck": (
        report(
            "The femoral neck was osteotomised and the head reduced.",
            title="Left modified Dunn osteotomy",
            diagnosis="Slipped capital femoral epiphysis",
        ),
        {"27181 suggest"},
    ),
    "malunion": (osteotomy(diagnosis="Malunion of the femur"), {"27165 review"}),
    "morscher": (
        report("The femur was cut at the intertrochanteric level.", title="Left Morscher osteotomy"),
        {"27165 review"},
    ),
    "arthroplasty": (
        report(
            "The femoral neck was cut with a saw.",
            "The stem and cup were impacted.",
            title="Left total hip replacement",
        ),
        set(),
    ),
    "arthroplasty_shortening": (
        report(CUT, "The stem and cup were impacted.", title="Left total hip replacement"),
        {"27165 review"},
    ),
    "revision_arthroplasty": (
        report(
            "An extended trochanteric osteotomy was made.",
            "The stem was taken out.",
            title="Left revision total hip replacement",
        ),
        set(),
    ),
    "resection_support": (
        osteotomy("The femoral head was resected.", title="Left Girdlestone with support osteotomy"),
        {"27165 review"},
    ),
    "amputation": (
        report("The femoral shaft was divided with a saw.", title="Left above knee amputation"),
        set(),
    ),
    "fracture": (
        report("The fracture was reduced and plated.", title="Fixation of left femur fracture"),
        set(),
    ),
    "aborted": (
        report(
            "The femur was cut through the lateral cortex 2 cm below the lesser trochanter.",
            "The patient became unstable and the procedure was stopped.",
            "The osteotomy was not completed.",
        ),
        {"27165 review"},
    ),
    "not_started": (report("The operation was cancelled before skin incision."), set()),
    "denied": (osteotomy("The femur was not cut 2 cm below the lesser trochanter."), {"27165 review"}),
    "two_level": (
        osteotomy("The distal femur was then divided with a saw and plated."),
        {"27165 suggest", "27450 suggest"},
    ),
    "level_conflict": (
        report(LOW_CUT, PLATE, title="Left intertrochanteric osteotomy"),
        {"27165 review", "27450 review"},
    ),
}
