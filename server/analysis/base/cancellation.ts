/** What long loops ask between steps. */
export interface Cancellation {
  readonly isCancelled: boolean;
}
