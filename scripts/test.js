// `npm test [-- vitest's arguments]`: runs every test, then says what was skipped and why, then one line of counts.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'k8s-learn-test-'));
const reportFile = join(folder, 'report.json');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const args = [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
];
const child = spawn(process.execPath, [vitest, ...args], {stdio: 'inherit'});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

child.on('close', (code) => {
  const counts = summarise(readReport(), code ?? 1);
  rmSync(folder, {recursive: true, force: true});
  report(counts);
  process.exitCode = counts.failed > 0 ? 1 : 0;
});

/** One line, always the last; a caller that adds counts up itself names a file for them instead. */
function report({passed, failed, skipped}) {
  const file = process.env.K8S_LEARN_TEST_COUNTS;
  if (file) writeFileSync(file, `${passed} ${failed} ${skipped}\n`);
  else console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A file that could not be collected and an error outside of any test count as one failure each. */
function summarise(result, code) {
  const counts = {passed: 0, failed: 0, skipped: 0};
  const skips = new Map();
  for (const file of result?.testResults ?? []) {
    if (file.status === 'failed' && !file.assertionResults.some(({status}) => status === 'failed')) counts.failed++;
    for (const {status, ancestorTitles, title} of file.assertionResults) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else {
        counts.skipped++;
        // The suite's title carries the reason: see describeWithDocker.
        const what = `${relative(process.cwd(), file.name)}: ${ancestorTitles.find((name) => name.includes('skipped')) ?? title}`;
        skips.set(what, (skips.get(what) ?? 0) + 1);
      }
    }
  }
  if (code !== 0 && counts.failed === 0) {
    console.log(`vitest ended with ${code} though no test failed: see above.`);
    counts.failed = 1;
  }
  for (const [what, count] of skips) console.log(`skipped ${count}: ${what}`);
  return counts;
}
