import js from "@eslint/js";
import globals from "globals";

const houseRules = {
  "no-console": "error",
  "no-var": "error",
  "prefer-const": "error",
  eqeqeq: ["error", "always", { null: "ignore" }],
  curly: ["error", "multi-line"],
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"], location: "start" }],
  "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
};

/** Writing markup from strings is how note text becomes a script; the DOM is built node by node instead. */
const noMarkupFromStrings = {
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Build nodes; use textContent." },
    { property: "outerHTML", message: "Build nodes; use textContent." },
    { property: "insertAdjacentHTML", message: "Build nodes; use textContent." },
    { object: "document", property: "write", message: "Build nodes." },
  ],
};

export default [
  {
    ignores: ["node_modules/", "dist/", "build/", ".venv/", "site/", "docs/", "**/*.min.js"],
  },
  js.configs.recommended,
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: houseRules,
  },
  {
    files: ["extension/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions, ...globals.serviceworker } },
    rules: { ...noMarkupFromStrings, "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["server/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: { ...noMarkupFromStrings, "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["tests/**/*.{js,mjs}", "scripts/**/*.{js,mjs}", "tools/**/*.{js,mjs}", "*.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser, ...globals.webextensions } },
    rules: { "no-console": "off", "max-lines-per-function": "off" },
  },
];
