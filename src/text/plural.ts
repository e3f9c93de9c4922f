/** Russian plurals: 1 ревизия, 2 ревизии, 5 ревизий. */

export interface PluralForms {
  /** 1, 21, 101. */
  readonly one: string;
  /** 2, 24, and fractions: 1,5 ревизии. */
  readonly few: string;
  /** 0, 5, 11, 112. */
  readonly many: string;
}

const RULES = new Intl.PluralRules("ru");

/** @returns the form that agrees with the number, without the number */
export function plural(count: number, { one, few, many }: PluralForms): string {
  switch (RULES.select(count)) {
    case "one":
      return one;
    case "many":
      return many;
    default:
      return few;
  }
}
