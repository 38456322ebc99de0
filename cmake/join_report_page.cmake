# cmake -DFOLDER=share/report -DOUTPUT=FILE.cpp -P join_report_page.cmake: joins the page of the HTML report with its style
# sheets and scripts, and writes it as a C++ source, cut where the data of a run goes (runner/report/html/report_page.hpp).
cmake_minimum_required(VERSION 3.25)

function(join result)
    set(text)
    foreach(name IN LISTS ARGN)
        file(READ ${FOLDER}/${name} content)
        string(APPEND text "${content}\n")
    endforeach()
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

join(style uplot/uPlot.min.css report.css)
join(script uplot/uPlot.iife.min.js trace.js pyramid.js lanes.js scope.js page.js)
file(READ ${FOLDER}/uplot/LICENSE licence)
file(READ ${FOLDER}/report.html page)
string(REPLACE "@style@" "${style}" page "${page}")
string(REPLACE "@script@" "/* uPlot:\n${licence}*/\n${script}" page "${page}")
string(FIND "${page}" "@data@" cut)
string(SUBSTRING "${page}" 0 ${cut} head)
math(EXPR cut "${cut} + 6")
string(SUBSTRING "${page}" ${cut} -1 tail)
file(WRITE ${OUTPUT} "#include \"runner/report/html/report_page.hpp\"

namespace otbench::runner {

const std::string_view report_page_head = R\"otbench(${head})otbench\";
const std::string_view report_page_tail = R\"otbench(${tail})otbench\";

}  // namespace otbench::runner
")
