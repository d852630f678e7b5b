/** A module that exports something shares its headers with those that use it, who may fill their fields as well. */
export const exportsSomething = (text: string): boolean => /^[ \t]*EXPORT_SYMBOL/m.test(text);
