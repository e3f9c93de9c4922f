/** Where a finished repair is written down for people. */
export interface ReportPort {
  /** @returns the path of the saved report. @throws Problem report_unwritable */
  save(markdown: string): Promise<string>;
}
