import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";

import Handlebars from "handlebars";

import { compileTemplate } from "../../../src/hosts/report/compile-template.ts";
import { escapeHtml } from "../../../src/hosts/report/escape-html.ts";
import { ASSETS, printPage } from "../../../src/hosts/report/html-template.ts";
import { htmlView } from "../../../src/hosts/report/html-view.ts";
import { htmlReport } from "../../../src/hosts/report/html.ts";
import type { RunReport } from "../../../src/hosts/report/run-report.ts";

const TEMPLATE = resolve(import.meta.dirname, "../../../src/hosts/report/report.hbs");

/** A report with this text wherever a manifest or a store has a say. */
function reportOf(text: string): RunReport {
  const where = {
    resourceRef: { apiVersion: "external-secrets.io/v1", kind: text, name: text, namespace: text },
    field: { path: text },
    file: { path: text, index: 0, line: 3 },
  };
  const read = { field: text, store: text, resource: text, key: text, property: text, version: text };
  const measured = { isCacheHit: false, attempts: 2, requestIds: [text], milliseconds: 1200 };
  const outcomes = { found: 1, missing: 1, denied: 0, failed: 0 };
  return {
    tool: { name: "presecret", version: "0.1.0" },
    command: "render",
    caller: { application: text, project: text, revision: text },
    startedAt: "2026-01-02T03:04:05.678Z",
    milliseconds: 12.5,
    exitCode: 65,
    totals: {
      externalSecrets: 1,
      secretsWritten: 0,
      reads: 1,
      cacheHits: 0,
      calls: 1,
      retries: 1,
      errors: 1,
      warnings: 0,
    },
    stores: [
      {
        store: text,
        provider: text,
        identities: [text],
        reads: 2,
        cacheHits: 0,
        calls: 1,
        retries: 1,
        outcomes,
        milliseconds: 3,
      },
    ],
    externalSecrets: [
      {
        namespace: text,
        name: text,
        file: { path: text, line: 3 },
        secret: text,
        outcome: "failed",
        reads: [{ ...read, outcome: "missing", ...measured }],
        templates: [{ field: text, functions: [text], inputs: [text], takesAll: true, isBroken: false }],
        keys: [{ key: text, size: "up to 64 bytes" }],
        milliseconds: 1200,
      },
    ],
    diagnostics: [{ code: "SECRET_NOT_FOUND", severity: "error", message: text, hint: text, ...where }],
  };
}

function tagsOf(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ""));
}

const HOSTILE = [
  `</style><script>alert(1)</script>`,
  `" onmouseover="alert(1)" x="`,
  `'><img src=x onerror=alert(1)>`,
  "`${alert(1)}`{{view}}{{{script}}}",
  `javascript:alert(1)`,
  `\u001b]8;;http://evil\u0007click\u202e\u200b\u0000`,
  `&lt;b&gt;&#60;`,
];

for (const text of HOSTILE) {
  test(`htmlReport: what a manifest says is text, never markup: ${JSON.stringify(text)}`, () => {
    const html = htmlReport(reportOf(text));
    assert.deepEqual(tagsOf(html), tagsOf(htmlReport(reportOf("plain"))));
    const outside = html.replace(ASSETS.style, "").replace(ASSETS.script, "");
    // eslint-disable-next-line no-control-regex -- finding control characters is the purpose
    assert.doesNotMatch(outside, /[\u0000-\u0009\u000b-\u001f\u007f\u200b\u202e]/);
  });
}

test("htmlReport: one file that loads nothing, whose policy lets only its own style and script run", () => {
  const html = htmlReport(reportOf("plain"));
  assert.doesNotMatch(html, /\s(?:src|href|action|style|on\w+)=|@import|url\(/);
  assert.match(
    ASSETS.csp,
    /^default-src 'none'; style-src 'sha256-[^ ']+'; script-src 'sha256-[^ ']+'; base-uri/,
  );
  assert.doesNotMatch(ASSETS.csp, /unsafe/);
});

test("compileTemplate: the page is the one that Handlebars itself prints", () => {
  const oracle = Handlebars.compile(readFileSync(TEMPLATE, "utf8"), { strict: true, knownHelpersOnly: true });
  const visibleOnly = HOSTILE.filter((text) => /^[\u0020-\u007e]*$/.test(text));
  assert.ok(visibleOnly.length > 4);
  for (const text of ["plain", ...visibleOnly]) {
    const page = { ...ASSETS, view: htmlView(reportOf(text)) };
    assert.equal(printPage(page, escapeHtml), oracle(page));
  }
});

test("compileTemplate: what it does not know is refused", () => {
  for (const template of [
    "{{> part}}",
    "{{helper x}}",
    "{{#with x}}{{/with}}",
    "{{#each x}}{{@index}}{{/each}}",
    "{{../x}}",
  ])
    assert.throws(() => compileTemplate(template), TypeError, template);
});
