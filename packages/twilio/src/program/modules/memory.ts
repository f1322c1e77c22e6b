import { store } from "../../resources/memory/store.ts";
import { resourceClass } from "../program.ts";

export class Store extends resourceClass(store) {}
