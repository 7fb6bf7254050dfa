// The theme button: auto, light, dark. The choice is the only thing this page stores for good.

const CHOICES = ["auto", "light", "dark"];
const key = "osteotome.theme";

/** @param {HTMLElement} button */
export function wireTheme(button) {
  let choice = document.documentElement.dataset.theme ?? "auto";
  const label = () => (button.textContent = `Theme: ${choice}`);
  label();
  button.addEventListener("click", () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    if (choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    store(choice);
    label();
  });
}

/** @param {string} choice */
function store(choice) {
  try {
    if (choice === "auto") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    return; // storage is blocked by policy: the choice holds for this visit
  }
}
