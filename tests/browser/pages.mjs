// Serves the fixture pages and the libraries they use, under names that count as different origins.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { ROOT } from "./harness.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };
const LIBRARIES = {
  "/lib/react.js": "node_modules/react/umd/react.development.js",
  "/lib/react-dom.js": "node_modules/react-dom/umd/react-dom.development.js",
  "/lib/quill.js": "node_modules/quill/dist/quill.js",
  "/lib/quill.css": "node_modules/quill/dist/quill.snow.css",
};
const STRICT = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; require-trusted-types-for 'script'";

/** A site of fixture pages; `made` holds pages that tests add, by path. */
export async function startPages() {
  const made = new Map();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://pages.test");
    response.setHeader("Cache-Control", "no-store");
    if (pathname.startsWith("/csp")) response.setHeader("Content-Security-Policy", STRICT);
    try {
      const file = LIBRARIES[pathname] ?? join("tests/browser/pages", pathname);
      const body = made.get(pathname) ?? (await readFile(join(ROOT, file), "utf8"));
      response.setHeader("Content-Type", TYPES[extname(pathname)] ?? TYPES[".html"]);
      response.end(body.replaceAll("{{port}}", String(server.address().port)));
    } catch {
      response.statusCode = 404;
      response.end("no such page");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    port,
    made,
    url: (path, host = "127.0.0.1") => `http://${host}:${port}/${path}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
