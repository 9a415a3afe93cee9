package lorasweep.report.html;

/** JSON inside a script element. */
final class ScriptData {
    private ScriptData() {}

    /**
     * The same JSON without any character that an HTML parser could take for the end of a script or for a
     * comment, and without the line ends that old script engines know and JSON does not.
     */
    static String escape(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
