import { expect, test } from "vitest";
import { conditionHolds, conditionTypes } from "./condition.ts";

// type, value, subjects for which it is true, subjects for which it is false
const table: [string, string, string[], string[]][] = [
  ["equal_to", " Yes ", ["yes", "YES ", "\nyes"], ["yes.", "", "y"]],
  ["not_equal_to", "yes", ["no", ""], ["Yes", " yes"]],
  ["matches_any_of", "1, 1-, One", ["1", "1-", "one "], ["1,", "2", ""]],
  ["does_not_match_any_of", "1, one", ["2", ""], ["ONE", "1"]],
  ["is_blank", "Is Blank", ["", " \n\t"], ["0", "."]],
  ["is_not_blank", "Is Not Blank", ["0"], ["", "  "]],
  ["regex", "[1-5]", ["1", " 5 "], ["6", "12", ""]],
  ["regex", "(?=.*Help).*\\D", ["please HELP me"], ["help1", "no"]],
  ["regex", "(?i)a|b", ["A", "b"], ["ab"]],
  ["regex", "a(", [], ["a", "a(", ""]],
  ["regex", "\\p{L}+", ["José", "ß"], ["p{L}", "a1", ""]],
  ["regex", "[\\p{L}\\p{N}' -]{2,}", ["O'Neil 2", "Åsa"], ["!", "a"]],
  ["regex", "\\pL\\p{Digit}[\\p{Alpha}\\p{Punct}]", ["é7x", "a1-"], ["77x", "a1 "]],
  ["regex", "\\p{IsAlphabetic}\\-x", ["é-x"], ["1-x"]],
  ["regex", "(?>yes|y)++\\Q.\\E", ["yes.", "Y."], ["yes", "yesx"]],
  ["contains", "Sales", ["my sales", "SALES"], ["sale", ""]],
  ["does_not_contain", "sales", ["sale"], ["Sales!"]],
  ["starts_with", "+1", ["+1555", " +1"], ["1", "0+1"]],
  ["does_not_start_with", "+1", ["+44"], ["+1555"]],
  ["less_than", "3", ["2", "-1", " 2.5 ", ".5"], ["3", "10", "two", ""]],
  ["greater_than", "3", ["10", "+4"], ["3", "2", "four", "", "1e9", "0x9"]],
  ["greater_than", "many", [], ["10", "many"]],
  ["is_before_time", "09:30", ["09:29", "00:00"], ["09:30", "9:00", "24:00", "soon"]],
  ["is_after_time", "17:00", ["17:01", "23:59"], ["17:00", "5:30", "25:00"]],
  ["is_after_time", "9:00", [], ["10:00"]],
  ["is_before_date", "2026-02-01", ["2026-01-31"], ["2026-02-01", "2026-1-1", ""]],
  ["is_after_date", "2026-02-01", ["2026-02-02"], ["2026-02-01", "02/03/2026"]],
];

test.each(table)("%s %s", (type, value, holds, holdsNot) => {
  expect(holds.filter((subject) => !conditionHolds(type, subject, value))).toEqual([]);
  expect(holdsNot.filter((subject) => conditionHolds(type, subject, value))).toEqual([]);
});

test("all 17 types are in the table, and an unknown one is never true", () => {
  expect(new Set(table.map(([type]) => type))).toEqual(new Set(conditionTypes));
  expect(conditionTypes).toHaveLength(17);
  expect(conditionHolds("equals", "1", "1")).toBe(false);
  expect(conditionHolds("constructor", "1", "1")).toBe(false);
});
