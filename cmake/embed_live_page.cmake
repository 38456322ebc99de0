# cmake -DSOURCE=. -DOUTPUT=FILE.cpp -P embed_live_page.cmake: writes the files of the live page as a C++ source
# (sim/host/web/web_assets.hpp).
cmake_minimum_required(VERSION 3.25)

set(rows)
foreach(asset "/;share/live/live.html;text/html" "/live.css;share/live/live.css;text/css" "/live.js;share/live/live.js;text/javascript"
        "/scope.js;share/live/scope.js;text/javascript" "/client.js;web/client/index.js;text/javascript")
    list(GET asset 0 path)
    list(GET asset 1 name)
    list(GET asset 2 type)
    file(READ ${SOURCE}/${name} content)
    string(APPEND rows "    {\"${path}\", \"${type}; charset=utf-8\", R\"otbench(${content})otbench\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"sim/host/web/web_assets.hpp\"

namespace otbench::sim {
namespace {

const WebAsset assets[] = {
${rows}};

}  // namespace

boost::span<const WebAsset> web_assets() {
    return assets;
}

}  // namespace otbench::sim
")
