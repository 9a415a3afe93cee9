package lorasweep.report.html;

import lorasweep.report.content.Report;

/** Methods, limits and downloads. */
final class MethodsSection {
    private MethodsSection() {}

    static String of(Report report) {
        Markup page = new Markup();
        page.open("section", "id", "methods", "aria-labelledby", "methods-title")
                .element("h2", "Methods, limits, downloads", "id", "methods-title")
                .open("div", "id", "downloads", "class", "content")
                .close()
                .open("dl", "class", "methods");
        report.methods().forEach(method -> page.element("dt", method.title()).element("dd", method.text()));
        return page.close().close().toString();
    }
}
