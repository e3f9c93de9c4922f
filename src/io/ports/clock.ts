/** The time of day: tests have one of their own. */
export interface Clock {
  now(): Date;
}
