/** Runs jobs as they are added, at most `concurrency` at the same time. */
export class JobPool {
  readonly #concurrency: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;
  #failure: { error: unknown } | null = null;
  #onIdle: (() => void) | null = null;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  add(job: () => Promise<void>): void {
    this.#waiting.push(job);
    this.#startNext();
  }

  /** Resolves when nothing is left; throws the first error of a job. */
  async finish(): Promise<void> {
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  #startNext(): void {
    if (this.#running >= this.#concurrency) return;
    const job = this.#waiting.shift();
    if (job === undefined) {
      if (this.#running === 0) this.#onIdle?.();
      return;
    }
    this.#running++;
    job()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#running--;
        this.#startNext();
      });
  }
}
