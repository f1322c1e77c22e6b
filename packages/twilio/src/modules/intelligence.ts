import { resourceClass } from "../program.ts";
import { configuration } from "../resources/intelligence/configuration.ts";

export { summaryOperatorId } from "../resources/intelligence/configuration.ts";

export class Configuration extends resourceClass(configuration) {}
