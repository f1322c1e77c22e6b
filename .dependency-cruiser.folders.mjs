// No two folders import each other, not even by way of a third. A run of its own, because a test stands beside the code
// that it tests and may import any folder.

import files, { ignored } from "./.dependency-cruiser.mjs";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no folder circles",
      comment: "Two folders that import each other are one folder.",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    ...files.options,
    exclude: { path: `${ignored}|\\.test\\.ts$|(^|/)(testing|examples|test|bench)/` },
  },
};
