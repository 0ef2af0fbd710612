import type {Notice} from '../drive.ts';
import {systemCode} from '../errors.ts';
import {localised} from '../lessons/lesson.ts';
import type {Messages} from '../messages/index.ts';
import type {Language} from '../observation.ts';
import type {SandboxNotice} from '../sandbox/sandbox.ts';

/** What a drive has to say besides verdicts, in a sentence. */
export function noticeText(notice: Notice, language: Language, words: Messages): string {
  switch (notice.notice) {
    case 'save-failed':
      return words.progressNotSaved(systemCode(notice.error));
    case 'replaying':
      return words.replaying(localised(notice.step.title, language), notice.index + 1, notice.count);
    case 'rebuilding':
      return words.rebuilding;
    case 'sandbox':
      return sandboxNoticeText(notice.said, words);
  }
}

/** What a sandbox has to say, in a sentence. */
export function sandboxNoticeText({params}: SandboxNotice, words: Messages): string {
  return words.ledgerDamaged(String(params['aside']), Number(params['lost']));
}
