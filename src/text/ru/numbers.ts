/** Numbers in a Russian sentence. */
import { type PluralForms, plural } from "../plural.ts";
import { sizeText } from "../sizes.ts";

const SIZES = { units: ["Б", "кБ", "МБ", "ГБ", "ТБ"], decimalMark: "," };

/** @returns such as "1,4 ГБ" */
export const size = (bytes: number) => sizeText(bytes, SIZES);

/** @returns such as "5,2", from a number or from what was written with a point */
export const decimal = (value: number | string) => String(value).replace(".", ",");

/** @returns such as "5 ревизий" */
export const counted = (count: number, forms: PluralForms) =>
  `${decimal(count)} ${plural(count, forms)}`;

/** For words that no number stands before: one thing, or several. */
export const agree = (names: readonly unknown[], one: string, several: string) =>
  names.length === 1 ? one : several;

export const REVISIONS = { one: "ревизия", few: "ревизии", many: "ревизий" };
/** After «к»: к 1 ревизии, к 2 ревизиям. */
export const TO_REVISIONS = { one: "ревизии", few: "ревизиям", many: "ревизиям" };
/** After «из»: из 1 ревизии, из 2 ревизий. */
export const OF_REVISIONS = { one: "ревизии", few: "ревизий", many: "ревизий" };
export const TABLES = { one: "таблица", few: "таблицы", many: "таблиц" };
export const ROWS = { one: "строка", few: "строки", many: "строк" };
