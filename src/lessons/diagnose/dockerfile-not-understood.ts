import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const UNREADABLE =
  /dockerfile parse error(?: on)? line (\d+): ([^\n]+)|(the Dockerfile \([^)]*\) cannot be empty|no build stage in current context)/i;

/** The builder could not read a line of the Dockerfile. */
export const dockerfileNotUnderstood = defineCause({
  cause: 'dockerfile-not-understood',
  verdict: 'unmet',
  params: ['line', 'answer'],
  says: {
    usual: {
      en: 'The Dockerfile cannot be read[ at line {line}]: {answer}. It begins with FROM, and every line with an instruction such as COPY, RUN or CMD.',
      zh: 'Dockerfile[ 第 {line} 行]读不懂：{answer}。第一条是 FROM，每一行都以 COPY、RUN、CMD 这样的指令开头。',
    },
  },
  explains(found) {
    const match = answered(found, UNREADABLE)?.match;
    return match && {line: match[1] ?? '', answer: match[2] ?? match[3] ?? ''};
  },
});
