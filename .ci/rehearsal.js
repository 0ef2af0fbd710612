// node rehearsal.js REPORT STATUS COUNTS: prints how many steps are proven in each lesson and language, every failure, and
// writes "passed failed skipped" to COUNTS. Counts the steps itself: a report that contradicts them has failed.
import {readFileSync, writeFileSync} from 'node:fs';

const [reportFile = '', status = '1', countsFile = ''] = process.argv.slice(2);
const report = readReport();
const counts = report === undefined ? {passed: 0, failed: 1, skipped: 0} : count(report);
writeFileSync(countsFile, `${counts.passed} ${counts.failed} ${counts.skipped}\n`);

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch (error) {
    console.log(`failed: the rehearsal wrote no report (${error.message})`);
    return undefined;
  }
}

function count({sandbox, lessons, passed, failed, skipped}) {
  console.log(`sandbox: docker ${sandbox?.docker}, kubernetes ${sandbox?.kubernetes}`);
  const seen = {passed: 0, failed: 0, skipped};
  for (const {id, lang, steps} of lessons) {
    const good = steps.filter(isProven);
    console.log(`  ${id.padEnd(20)} ${lang}  ${good.length}/${steps.length} steps proven`);
    for (const step of steps)
      if (!isProven(step)) console.log(`    failed: ${step.id}: ${step.failure ?? JSON.stringify(step)}`);
    seen.passed += good.length;
    seen.failed += steps.length - good.length;
  }
  const agrees = seen.passed === passed && seen.failed === failed && (status === '0') === (failed === 0);
  if (!agrees) console.log(`failed: the report says passed ${passed}, failed ${failed} and ended with ${status}`);
  if (seen.passed === 0) console.log('failed: not one step was proven');
  if (!agrees || (seen.passed === 0 && seen.failed === 0)) seen.failed++;
  return seen;
}

function isProven({startUnmet, solutionPasses, mistakes, alternatives, again}) {
  const answered = mistakes.answered === mistakes.declared && alternatives.passed === alternatives.declared;
  return startUnmet && solutionPasses && answered && again;
}
