import type {Messages} from '../../messages/index.ts';
import type {Picture} from '../../ui/picture.ts';
import type {Key} from '../../ui/terminal/key-names.ts';
import type {CourseRun} from '../run-course.ts';
import type {Scene} from './make-picture.ts';
import type {FoundAt} from './scrollback.ts';
import type {ShellSession} from './shell-session.ts';

/** What input and wishes may take hold of on the stage. */
export interface Hands {
  readonly picture: Picture;
  readonly words: Messages;
  readonly shell: ShellSession | undefined;
  readonly run: CourseRun | undefined;
  /** The last match of a search in the shell's output. */
  foundAt: FoundAt | undefined;
  /** The last press of the focus key led out of the shell. */
  leftShell: boolean;
  /** Changes what there is to see. */
  show(change: Partial<Scene>): void;
  /** Does what a key means where keys go now. */
  act(key: Key): void;
  /** The terminal has answered a question. */
  replied(text: string): void;
  onQuit(): void;
  onMouse(on: boolean): void;
}
