import type {Scene} from '../corpus.ts';
import {awk} from './awk.ts';
import {bytes} from './bytes.ts';
import {files} from './files.ts';
import {find} from './find.ts';
import {sed} from './sed.ts';
import {system} from './system.ts';
import {text} from './text.ts';

/** Every scene of the corpus. */
export const scenes: readonly Scene[] = [...text, ...sed, ...awk, ...files, ...find, ...bytes, ...system];
