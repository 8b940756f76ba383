pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The same service without a face: all ways the same size.
HallPage {
    id: view

    required property FaceWaysModel page

    title: qsTr("请选一种方式")
    subtitle: qsTr("都不用人脸，能办的事一样")
    showMain: false

    ScrollArea {
        anchors.fill: parent

        EqualWays {
            id: ways

            width: parent.width

            Repeater {
                model: view.page.ways

                WayCard {
                    required property FaceWayTile modelData

                    width: ways.width
                    height: ways.tallest
                    iconName: modelData.icon
                    title: modelData.title
                    lines: [modelData.about]
                    onTapped: view.page.answer(modelData.key)
                }
            }
        }
    }
}
