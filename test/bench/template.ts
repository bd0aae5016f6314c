import assert from "node:assert/strict";

import Handlebars from "handlebars";

import { renderTemplate } from "../../src/template/engine.ts";
import { loadFuncs } from "../../src/template/funcs/load.ts";
import { TEMPLATE_CASES, type TemplateCase } from "./template-cases.ts";

const RENDERS = 10_000;
const ROUNDS = 7;
const GOAL = 0.25;

const funcs = await loadFuncs();

let sink = 0;

for (const templateCase of TEMPLATE_CASES) {
  const [ours, theirs] = [goRenderer(templateCase), handlebarsRenderer(templateCase)];
  assert.ok(ours() === theirs(), "both must give the same text");
  const [own, other] = fastest(ours, theirs);
  const ratio = own / other;
  console.log(
    `${templateCase.name}: ${perSecond(own)} (Handlebars, precompiled: ${perSecond(other)}), ` +
      `${ratio.toFixed(2)} times Handlebars (goal: at least ${GOAL})`,
  );
  if (ratio < GOAL || sink === 0) process.exitCode = 1;
}

function goRenderer({ go, data }: TemplateCase): () => string {
  const values = new Map(Object.entries(data));
  return () => renderTemplate({ name: "config.yaml", text: go, data: values, funcs });
}

function handlebarsRenderer({ handlebars, context }: TemplateCase): () => string {
  const template = Handlebars.compile(handlebars, { noEscape: true });
  return () => template(context);
}

/** Renders per second of each, in the best of some rounds that take turns. */
function fastest(first: () => string, second: () => string): [number, number] {
  const best: [number, number] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    best[0] = Math.max(best[0], rateOf(first));
    best[1] = Math.max(best[1], rateOf(second));
  }
  return best;
}

/** A character of each text is read, since a string that nobody reads is never put together. */
function rateOf(render: () => string): number {
  const start = performance.now();
  for (let count = 0; count < RENDERS; count++) sink += render().charCodeAt(7);
  return (RENDERS * 1000) / (performance.now() - start);
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en")} renders/s`;
}
