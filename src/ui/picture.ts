import type {Check, Lesson, Localised} from '../lessons/lesson.ts';
import type {Messages} from '../messages/index.ts';
import type {Json, Operation, Verdict} from '../observation.ts';
import type {Session} from '../session.ts';
import type {Layout} from './layout.ts';
import type {MarkdownRenderer} from './markdown/render.ts';
import type {Theme} from './theme.ts';
import type {View} from './view.ts';

/** How data becomes words in the language of the moment; made outside, so that the screen knows no lesson code. */
export interface Teller {
  text(localised: Localised): string;
  says(verdict: Exclude<Verdict, {verdict: 'passed'}>): string;
  check(check: {readonly type: string; readonly params: {readonly [key: string]: Json}}): string;
  checksOf(step: Session['step']): readonly Pick<Check, 'type' | 'params'>[];
  sentences(lesson: Lesson): readonly string[];
}

/** Everything a frame shows. The screen is a function of this and nothing else. */
export interface Picture {
  readonly session: Session;
  readonly view: View;
  readonly layout: Layout;
  readonly theme: Theme;
  readonly say: Messages;
  readonly tell: Teller;
  readonly markdown: MarkdownRenderer;
  /** Which sandbox, in a word. */
  readonly sandbox: string;
  readonly shell: {readonly state: 'starting' | 'runs' | 'ended' | 'impossible'; readonly reason: string};
  /** One line worth knowing now: replaying a start state, a full disk, a second instance. */
  readonly notice: string;
  readonly operation: Operation | undefined;
  /** Whether the learner has tried something in this step: only then an open check says why. */
  readonly tried: boolean;
  /** Whether a passed step leads on by itself. */
  readonly automatic: boolean;
}
