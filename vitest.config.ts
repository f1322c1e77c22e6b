import { defineConfig } from "vitest/config";

// Vitest's own conditions (Vite's for servers, without "module"), and ours: packages/loader/sourceCondition.mjs.
const conditions = ["node", "development|production", "tac-handoff-source"];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    // Vitest leaves one core to itself, which on two cores means one file after the other; most of ours wait for children.
    maxWorkers: "100%",
    // The files of a worker share their modules, because loading these takes longer than most tests. So a test file must
    // leave nothing behind: what it replaces with `vi` is restored before the next test.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    globalSetup: "packages/documents/src/vitestGlobalSetup.ts",
    setupFiles: "packages/documents/src/vitestSetup.ts",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{packages,infra,studio-flows,team,scripts}/**/*.test.ts"],
          // A property test has no business with the clock: on a busy machine a hundred runs take longer than 5 s.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
