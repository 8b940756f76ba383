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
        spacing: Theme.mm(12)

        Repeater {
            model: view.page.ways

            WayCard {
                required property FaceWayTile modelData

                width: parent?.width ?? 0
                iconName: modelData.icon
                title: modelData.title
                lines: [modelData.about]
                onTapped: view.page.answer(modelData.key)
            }
        }
    }
}
