// What every browser test shares: a real service on a free port, and the browsers that were asked for.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import puppeteer from "puppeteer-core";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const BROWSERS = (process.env.BROWSERS ?? "chromium firefox").split(/\s+/).filter(Boolean);

const PROGRAMS = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const START_MS = 60_000;

/**
 * Start a headless browser; with `extension` (a folder) that extension is loaded, as `browser.extensionId`.
 * @param {string} name chromium or firefox
 * @param {{extension?: string, args?: string[], prefs?: Record<string, unknown>}} options
 */
export async function launch(name, { extension, args = [], prefs = {} } = {}) {
  const executablePath = PROGRAMS[name];
  if (!executablePath) throw new Error(`no such browser here: ${name}`);
  if (name === "chromium") {
    const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = await puppeteer.launch({
      executablePath,
      headless: true,
      pipe: true,
      enableExtensions: Boolean(extension),
      args: [...root, ...QUIET, "--disable-gpu", "--disable-quic", ...args],
    });
    if (extension) browser.extensionId = await browser.installExtension(extension);
    return browser;
  }
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath, headless: true, args, extraPrefsFirefox: prefs,
  });
  if (extension) browser.extensionId = await browser.installExtension(extension);
  return browser;
}

/**
 * Run `osteotome serve` on a free port with a state folder of its own.
 * @param {string[]} args further flags
 * @returns {Promise<{url: string, state: string, stop: () => Promise<void>}>} `url` ends with a slash
 */
export async function startService(args = []) {
  const state = await mkdtemp(join(tmpdir(), "osteotome-test-"));
  const program = process.env.OSTEOTOME ?? ".venv/bin/osteotome";
  const child = spawn(program, ["serve", "--port", "0", "--state-dir", state, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    await rm(state, { recursive: true, force: true });
  };
  try {
    return { url: await listening(child, exited), state, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that the service's log names once it listens. */
function listening(child, exited) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the service did not listen in time")), START_MS);
    const seen = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        seen.push(line);
        const event = line.startsWith("{") ? JSON.parse(line) : {};
        if (event.event !== "listening") return;
        clearTimeout(late);
        resolve(event.url);
      });
    }
    child.once("error", reject);
    exited.then((code) => reject(new Error(`the service ended with ${code}:\n${seen.join("\n")}`)));
  });
}
