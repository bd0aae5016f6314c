import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { cli } from "../../cli.ts";
import type { Page } from "../../servers/browser.ts";
import { Browser } from "../../servers/browser.ts";
import { skipWithout } from "../../servers/find.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const SCREENSHOT = join(ROOT, ".images/report.png");
const UPDATE = process.env["UPDATE_SCREENSHOT"] === "1";

const DESKTOP = { width: 1100, height: 860 };
const PHONE = { width: 390, height: 844, isMobile: true };

const IS_TOO_WIDE = `[...document.querySelectorAll("body *")]
  .filter((element) => element.closest(".picture") === null)
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.outerHTML.slice(0, 80))`;
const SMALL_TEXT = `[...document.querySelectorAll("p, li, dd, dt, code, h3")]
  .map((element) => [element.outerHTML.slice(0, 60), parseFloat(getComputedStyle(element).fontSize)])
  .filter(([, size]) => size < 14)`;
const SHOWN_SECRETS = `[...document.querySelectorAll("article[data-words]")]
  .filter((article) => !article.hidden).map((article) => article.querySelector("h3").firstChild.data.trim())`;

async function reportPage(
  directory: string,
  name: string,
  argv: readonly string[],
  cwd = ROOT,
): Promise<string> {
  const path = join(directory, name);
  await cli([...argv, "--report", path], { cwd });
  return pathToFileURL(path).href;
}

async function filter(page: Page, words: string): Promise<unknown> {
  await page.evaluate(`(() => {
    const input = document.getElementById("words");
    input.value = ${JSON.stringify(words)};
    input.dispatchEvent(new Event("input"));
  })()`);
  return page.evaluate(SHOWN_SECRETS);
}

describe("the report's page in Chromium", { skip: skipWithout("chromium") }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "presecret-page-"));
  let browser: Browser | undefined;
  const open = async (...args: Parameters<Browser["open"]>): Promise<Page> =>
    (browser ??= new Browser()).open(...args);
  after(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true });
  });

  for (const [name, viewport] of [
    ["desktop", DESKTOP],
    ["phone", PHONE],
  ] as const) {
    test(`${name}: the demo's report says what was rendered, and nothing on the console`, async () => {
      const url = await reportPage(directory, "demo.html", ["render", "fixtures/demo/guestbook"]);
      const page = await open(url, viewport);
      const text = String(await page.evaluate("document.body.innerText"));
      assert.match(text, /^Rendered 4 Secrets from 4 ExternalSecrets\n/);
      for (const part of [
        "guestbook/guestbook-database written",
        "fixtures/demo/guestbook/secrets.yaml:37 · Secret guestbook-config",
        "fake:guestbook/database",
        "version v2",
        "takes host, password, port, smtp_user, username; calls quote",
        "REDIS_PASSWORD up to 64 bytes",
        "ClusterSecretStore platform fake",
        "This page holds names and counts, never a value.",
      ]) {
        assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
      }
      assert.deepEqual(await page.evaluate(IS_TOO_WIDE), []);
      assert.deepEqual(await page.evaluate(SMALL_TEXT), []);
      assert.equal(await page.evaluate(`document.querySelectorAll("svg .link").length`), 5);
      assert.deepEqual(page.messages, []);
      if (UPDATE)
        writeFileSync(
          name === "desktop" ? SCREENSHOT : join(tmpdir(), "presecret-report-phone.png"),
          await page.screenshot(),
        );
    });
  }

  test("the filter leaves what holds every word", async () => {
    const url = await reportPage(directory, "filter.html", ["render", "fixtures/demo/guestbook"]);
    const page = await open(url, DESKTOP);
    assert.deepEqual(await filter(page, "SMTP platform"), ["guestbook/guestbook-config"]);
    assert.equal(await page.evaluate(`document.getElementById("count").value`), "1 of 4");
    assert.deepEqual(await filter(page, "platform"), ["guestbook/registry", "guestbook/guestbook-config"]);
    assert.equal(((await filter(page, "")) as unknown[]).length, 4);
    assert.deepEqual(page.messages, []);
  });

  test("a failed render: problems with their hints come first, and the picture shows where", async () => {
    const cwd = join(ROOT, "fixtures/hosts/five-mistakes");
    const page = await open(await reportPage(directory, "failed.html", ["render", "input.yaml"], cwd), PHONE);
    const text = String(await page.evaluate("document.body.innerText"));
    assert.match(text, /^Nothing was rendered: 5 errors\n/);
    assert.match(
      text,
      /SECRET_NOT_FOUND input\.yaml:62 · ExternalSecret unknown-key · spec\.data\[0\]\.remoteRef\.key/,
    );
    assert.equal(await page.evaluate(`document.querySelectorAll("svg .link.failed").length`), 1);
    assert.deepEqual(await page.evaluate(IS_TOO_WIDE), []);
    assert.deepEqual(page.messages, []);
  });

  test("the policy holds: a script that is not the page's own does not run", async () => {
    const url = await reportPage(directory, "policy.html", ["render", "fixtures/demo/guestbook"]);
    const path = join(directory, "policy.html");
    const html = readFileSync(path, "utf8");
    writeFileSync(path, html.replace("</body>", "<script>document.title = 'ran'</script></body>"));
    const page = await open(url, DESKTOP);
    assert.notEqual(await page.evaluate("document.title"), "ran");
    assert.equal(page.messages.length, 1);
    assert.match(page.messages[0] ?? "", /Content Security Policy/);
  });
});

test("README.md shows the screenshot", () => {
  assert.match(readFileSync(join(ROOT, "README.md"), "utf8"), /!\[[^\]]+\]\(\.images\/report\.png\)/);
  assert.equal(readFileSync(SCREENSHOT).subarray(1, 4).toString(), "PNG");
});
