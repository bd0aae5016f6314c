/** English month names, January first, as Go prints them. */
export const MONTHS: readonly string[] =
  "January February March April May June July August September October November December".split(" ");

/** English day names, Sunday first, as Go prints them. */
export const WEEKDAYS: readonly string[] = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(
  " ",
);
