"use strict";
// Answers the background. Holds the tab's report in the top frame, so that it dies with the page and is stored nowhere.
((osteotome) => {
  if (osteotome.loaded) return;
  osteotome.loaded = true;
  const { hover, popover, session } = osteotome;
  /** What to say when the extension is gone; it cannot be looked up then. */
  let updated = "";

  /** @type {OsteotomeReport | null} */
  let held = null;

  /** @type {Record<string, (message: any) => unknown>} */
  const handlers = {
    collect: ({ scope }) => session.collect(scope),
    paint({ marks, words }) {
      updated = words.updated;
      popover.sayHowToClose(words.close);
      const result = session.paint(marks);
      if (marks.length) hover.start(alive);
      else hover.stop();
      return result;
    },
    jump: ({ id, field }) => session.jump(id, field),
    activate: ({ id }) => session.activate(id),
    flash: ({ id }) => session.flash(id),
    show: ({ ids }) => session.show(ids),
    explain({ id }) {
      const done = session.explain(id);
      if (done) hover.pin();
      return done;
    },
    clear() {
      held = null;
      hover.stop();
      session.clear();
    },
    notice: ({ text }) => popover.notice(text),
    hold({ report }) {
      held = report;
      return true;
    },
    held: () => held,
    outline: () => held && outlineOf(held),
    amend({ fields }) {
      if (held) Object.assign(held, fields);
      return Boolean(held);
    },
  };

  /**
   * The report without text and words: enough to step and jump, and cheap to send.
   * @param {OsteotomeReport} report
   */
  function outlineOf({ annotation, text: _text, ...rest }) {
    return { ...rest, concepts: annotation.concepts.map(({ id, start, end }) => ({ id, start, end })) };
  }

  /** Whether the extension that injected this is still there; if not, says so once and takes everything away. */
  function alive() {
    if (chrome.runtime?.id) return true;
    hover.stop();
    session.clear();
    popover.notice(updated);
    setTimeout(popover.hide, 8000);
    return false;
  }

  /** @param {object} message */
  function send(message) {
    if (!alive()) return;
    // The background may be restarting; it asks for the state again when it needs it.
    chrome.runtime.sendMessage(message).catch(() => undefined);
  }

  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    const handler = sender.id === chrome.runtime.id && Object.hasOwn(handlers, message?.type) && handlers[message.type];
    if (!handler) return;
    reply(handler(message) ?? null);
  });

  session.listen(({ changed, lost }) => send({ type: "moved", changed, lost }));
  send({ type: "ready" });
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
