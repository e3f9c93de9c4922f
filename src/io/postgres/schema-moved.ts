/**
 * Something was dropped between the reading of a catalog and the printing of what it names, or
 * rewritten before its rows were looked at: the reading has to begin again.
 */
export class SchemaMoved extends Error {}
