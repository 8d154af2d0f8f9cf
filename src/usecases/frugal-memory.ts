import { setFlagsFromString } from 'node:v8';

/**
 * Runs a job that goes through far more data than it keeps. V8 otherwise lets its heap grow to several times of what is in use before it
 * collects, which is quicker only where there is memory to spare. The flag is a heuristic V8 asks for at every collection, so it may change
 * while the program runs.
 */
export async function withLittleMemory<T>(job: () => Promise<T>): Promise<T> {
  setFlagsFromString('--optimize-for-size');
  try {
    return await job();
  } finally {
    setFlagsFromString('--no-optimize-for-size');
  }
}
