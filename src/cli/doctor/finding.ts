import type {Messages} from '../../messages/index.ts';

/** One thing the course needs of a machine, as it is here. */
export interface Finding {
  readonly what: keyof Messages['doctorNames'];
  /** `low`: the course runs, perhaps not well, or not all of it. */
  readonly state: 'ok' | 'low' | 'missing';
  readonly found: string;
  /** '' when there is nothing to ask for. */
  readonly needed: string;
  readonly fix?: string;
}
