/** A call that is not done, in Docker's own words: `{"message": …}` with this status. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function badRequest(message: string): ApiRefusal {
  return new ApiRefusal(400, message);
}

export function notFound(message: string): ApiRefusal {
  return new ApiRefusal(404, message);
}

export function conflict(message: string): ApiRefusal {
  return new ApiRefusal(409, message);
}

/** What this engine does not simulate: a sentence that says what, and never a made-up success. */
export function notSimulated(what: string): ApiRefusal {
  return new ApiRefusal(501, `${what} is not simulated by the embedded engine of k8s-learn`);
}
