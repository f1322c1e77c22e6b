import { configuration } from "../../resources/intelligence/configuration.ts";
import { resourceClass } from "../program.ts";

export { summaryOperatorId } from "../../account/intelligence.ts";

export class Configuration extends resourceClass(configuration) {}
