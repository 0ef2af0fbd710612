/** An answer the guard gives in the daemon's place: an HTTP status and Docker's JSON `message`. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** What the course does not allow: one sentence that says what is refused and what to do instead. */
export function refused(sentence: string): Refusal {
  return new Refusal(403, `k8s-learn: ${sentence}`);
}

/** In the daemon's own words, because to the learner the thing does not exist. */
export function noSuchContainer(reference: string): Refusal {
  return new Refusal(404, `No such container: ${reference}`);
}

export function noSuchImage(reference: string): Refusal {
  return new Refusal(404, `No such image: ${reference}`);
}

export function noSuchNetwork(reference: string): Refusal {
  return new Refusal(404, `network ${reference} not found`);
}

export function noSuchVolume(name: string): Refusal {
  return new Refusal(404, `get ${name}: no such volume`);
}
