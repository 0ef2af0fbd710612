// The licence texts of everything that is inside the bundle.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** One text for all packages that esbuild's metafile names, sorted by name; throws when a package has no licence at all. */
export function collectLicences(metafile, root) {
  const folders = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, {bytesInOutput}] of Object.entries(output.inputs)) {
      const folder = bytesInOutput > 0 ? packageFolder(input) : undefined;
      if (folder !== undefined) folders.add(folder);
    }
  }
  const texts = [...folders].sort().map((folder) => describe(join(root, folder)));
  return `k8s-learn contains these packages, each under its own licence.\n\n${[...new Set(texts)].join('\n')}`;
}

/** `node_modules/a/node_modules/@b/c/index.js` belongs to `node_modules/a/node_modules/@b/c`. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function describe(folder) {
  const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  // Some packages keep the text in their readme.
  if (texts.length === 0) texts.push(licenceSection(folder));
  if (texts.join('') === '' && license === undefined) throw new Error(`${name}@${version} names no licence`);
  return `${'='.repeat(80)}\n${name}@${version} (${license ?? 'see below'})\n${'='.repeat(80)}\n${texts.join('\n\n')}\n`;
}

function licenceSection(folder) {
  const readme = readdirSync(folder).find((file) => /^readme/i.test(file));
  if (readme === undefined || !existsSync(join(folder, readme))) return '';
  return /^#+ *licen[cs]e[^\n]*\n([\s\S]*)$/im.exec(readFileSync(join(folder, readme), 'utf8'))?.[1]?.trim() ?? '';
}
