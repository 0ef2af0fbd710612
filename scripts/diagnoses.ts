/** Writes docs/diagnoses.md from the causes; `npx tsx scripts/diagnoses.ts --check` only says whether it is up to date. */
import {readFileSync, writeFileSync} from 'node:fs';
import {causes} from '../src/lessons/diagnose/index.ts';

const head = `# What a learner is told

Written by \`npx tsx scripts/diagnoses.ts\`; do not edit. In a sentence \`{name}\` stands for a parameter, and a part in \`[square
brackets]\` is left out when a parameter in it is empty; a part in \`‹angle marks›\` would do the step for the learner and is
left out as long as they have only looked around in it. Where a cause has several sentences, the case decides which. A mistake's
\`says\` in a lesson must be part of one of these sentences, with the learner's own names in it; capital letters count.

The causes are asked in this order, and the first that explains what was seen is told.
`;

const file = new URL('../docs/diagnoses.md', import.meta.url);
const text = [head, ...causes.map(section)].join('\n');
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/diagnoses.md is out of date; run: npx tsx scripts/diagnoses.ts\n');
  process.exitCode = 1;
}

function section({cause, verdict, says}: (typeof causes)[number]): string {
  const variants = Object.entries(says);
  const lines = variants.flatMap(([name, {en, zh}]) => [
    ...(variants.length > 1 ? [`*${name}*`, ''] : []),
    `- ${en}`,
    `- ${zh}`,
    '',
  ]);
  return `## ${cause} (${verdict})\n\n${lines.join('\n')}`;
}
