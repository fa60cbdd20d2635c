// Bundles the page's browser libraries into the committed vendor folder:
//   npm ci --ignore-scripts && npm run bundle
// Maven needs no Node; run this only to raise a version.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "../src/main/resources/io/echosdk/server/web/vendor");
mkdirSync(out, { recursive: true });

const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"))).version;

await build({
  stdin: { contents: 'export { default } from "mpegts.js";', resolveDir: here },
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: true,
  legalComments: "none",
  banner: { js: `/* mpegts.js ${version("mpegts.js")}, Apache-2.0: see mpegts.LICENSE.txt */` },
  outfile: join(out, "mpegts.js"),
});
writeFileSync(
  join(out, "mpegts.LICENSE.txt"),
  readFileSync(join(modules, "mpegts.js/LICENSE"), "utf8") +
    "\n\n" +
    readFileSync(join(modules, "mpegts.js/dist/mpegts.js.LICENSE.txt"), "utf8"),
);

const inter = join(modules, "@fontsource-variable/inter");
copyFileSync(join(inter, "files/inter-latin-wght-normal.woff2"), join(out, "inter.woff2"));
copyFileSync(join(inter, "LICENSE"), join(out, "inter.LICENSE.txt"));
