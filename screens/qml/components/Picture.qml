import QtQuick

// A picture from the host's provider. Never cached: when the page goes, it goes.
Image {
    cache: false
    fillMode: Image.PreserveAspectFit
    smooth: true
}
