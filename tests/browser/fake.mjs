// A service that misbehaves on purpose; the pairs of path and behaviour are set by the tests.

import { createServer } from "node:http";

const READY = { status: "ready", engine: { version: "0.1.0", knowledge: "fake" } };

/** An annotation without findings. */
export const EMPTY = {
  schema: 1,
  engine: READY.engine,
  offsets: "codepoint",
  document: { kind: "other", episodes: [], sections: [] },
  concepts: [],
  suggestions: [],
  ruled_out: [],
};

const json = (status, body) => (response) => {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
};

const refusal = (status, code, message) => json(status, { error: { status, code, message, field: null, fix: "do otherwise" } });

/** What `/v1/annotate` may do; readiness and whoami are fine unless the behaviour says otherwise. */
export const BEHAVIOURS = {
  fine: json(200, EMPTY),
  refused: refusal(401, "token_missing", "a token is needed"),
  tooLarge: refusal(413, "too_large", "the body is larger than this service takes"),
  busy: refusal(503, "overloaded", "too much at once"),
  serverFault: refusal(500, "internal", "the reader failed"),
  garbage: (response) => response.end('{"schema": 1, "conce'),
  halfAnswer: json(200, { ...EMPTY, concepts: [{ id: 0, start: 0 }] }),
  version: json(200, { ...EMPTY, schema: 2 }),
  notOsteotome: (response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<h1>Printer</h1>");
  },
  elsewhere: json(404, { detail: "Not Found" }),
  slow: () => undefined,
  hangUp: (response) => response.socket.destroy(),
  redirect: (response) => {
    response.writeHead(302, { Location: "/login" });
    response.end();
  },
};

export async function startFake() {
  let behaviour = "fine";
  let everywhere = false;
  const bodies = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      bodies.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
      if (everywhere || request.url === "/v1/annotate") BEHAVIOURS[behaviour](response, request);
      else if (request.url === "/readyz") json(200, READY)(response);
      else if (request.url === "/v1/whoami") json(200, { name: "fake", role: "annotate", open: true })(response);
      else json(404, {})(response);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    bodies,
    behave(name, onEveryPath = false) {
      behaviour = name;
      everywhere = onEveryPath;
      bodies.length = 0;
    },
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
