import { resourceClass } from "../program.ts";
import { store } from "../resources/memory/store.ts";

export class Store extends resourceClass(store) {}
