// How the page looks: the theme and the letters. These two choices are all that this page stores for good.

const CHOICES = ["auto", "light", "dark"];
const THEME = "osteotome.theme";
const LETTERS = "osteotome.letters";

/** @param {HTMLElement} button */
export function wireTheme(button) {
  let choice = document.documentElement.dataset.theme ?? "auto";
  const label = () => (button.textContent = `Theme: ${choice}`);
  label();
  button.addEventListener("click", () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    if (choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    store(THEME, choice === "auto" ? null : choice);
    label();
  });
}

/**
 * Notes set as tables are read in letters of one width.
 * @param {HTMLElement} button
 * @param {HTMLElement} pane
 */
export function wireLetters(button, pane) {
  const show = (/** @type {boolean} */ fixed) => {
    pane.classList.toggle("fixed", fixed);
    button.setAttribute("aria-pressed", String(fixed));
  };
  show(recall(LETTERS) === "fixed");
  button.addEventListener("click", () => {
    const fixed = !pane.classList.contains("fixed");
    show(fixed);
    store(LETTERS, fixed ? "fixed" : null);
  });
}

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is blocked by policy
  }
}

/**
 * @param {string} key
 * @param {string | null} value null forgets
 */
function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return; // storage is blocked by policy: the choice holds for this visit
  }
}
