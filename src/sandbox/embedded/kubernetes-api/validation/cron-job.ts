import type {At} from './at.ts';
import {checkJobTemplate} from './job.ts';
import {checkWord} from './names.ts';
import {faultOfSchedule} from './schedule.ts';
import {checkCounts} from './template.ts';
import {isTimeZone} from './time-zones.ts';

/** Jobs have this much of a name left to tell them apart. */
const longestName = 52;

/** A CronJob whole. */
export function checkCronJob(root: At): void {
  const [spec, name] = [root.field('spec'), root.field('metadata').field('name')];
  if (name.text.length > longestName) name.invalid(`must be no more than ${longestName} characters`);
  checkSchedule(spec);
  checkCounts(spec, 'startingDeadlineSeconds');
  checkWord(spec.field('concurrencyPolicy'), ['Allow', 'Forbid', 'Replace']);
  checkJobTemplate(spec.field('jobTemplate'));
  checkCounts(spec, 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit');
}

function checkSchedule(spec: At): void {
  const [schedule, zone] = [spec.field('schedule'), spec.field('timeZone')];
  if (schedule.text === '') schedule.required();
  else if (/TZ/.test(schedule.text))
    schedule.invalid('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else {
    const fault = faultOfSchedule(schedule.text);
    if (fault !== undefined) schedule.invalid(fault);
  }
  if (!zone.isSet) return;
  if (zone.text === '') zone.invalid('timeZone must be nil or non-empty string');
  else if (zone.text.toLowerCase() === 'local')
    zone.invalid('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  else if (!isTimeZone(zone.text)) zone.invalid(`unknown time zone ${zone.text}`);
}
