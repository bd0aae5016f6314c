import type { Plugin } from "esbuild";

/** What libraries load and never use, since they are given a transport, a validator and a debug function of ours. */
const UNUSED: readonly { readonly by: RegExp; readonly path: RegExp }[] = [
  { by: /[\\/]node-vault[\\/]/, path: /^(?:axios|debug|https|mustache|tv4|\.\/commands\.js)$/ },
  {
    by: /[\\/]@typespec[\\/]ts-http-runtime[\\/]/,
    path: /^(?:https?-proxy-agent|\.\/nodeHttpClient\.js)$/,
  },
];

export const unused: Plugin = {
  name: "unused",
  setup({ onResolve, onLoad }) {
    for (const { by, path: filter } of UNUSED) {
      onResolve({ filter }, ({ path, importer }) =>
        by.test(importer) ? { path, namespace: "unused" } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: "module.exports = () => undefined;",
    }));
  },
};
